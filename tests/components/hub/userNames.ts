import fc from "fast-check";

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Names as the log-in lets through, and their hard cases: dots, runs of hyphens, digits first, UPNs, great length. */
export const username = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...letters),
      fc.string({ unit: fc.constantFrom(...letters, ".", "_", "-", "@"), maxLength: 90 }),
    )
    .map(([first, rest]) => first + rest),
  // Where plain names end and hashed ones begin.
  fc.string({ unit: fc.constantFrom("a", "1", "-"), minLength: 44, maxLength: 52 }).map((text) => `a${text}`),
  fc.constantFrom("a--b", "a-b", "a.b", "a_b", "a-b-", "a", "x-a", "1", "1-", "a---0123abcd", "x-1student---41988779"),
);

/** Names as people and directories spell them, whatever the log-in then says to them. */
export const spelling = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc
    .tuple(
      fc.constantFrom("", " ", "\t"),
      fc.mixedCase(username),
      fc.constantFrom("", "@example.org", "@EXAMPLE.org", "@students.example.org", "@elsewhere.org", "@"),
    )
    .map(([space, name, domain]) => `${space}${name}${domain}${space}`),
);
