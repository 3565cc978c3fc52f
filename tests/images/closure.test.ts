import { librariesIn, mergedUsr } from "../../images/containers/closure";
import { expandBraces } from "../../images/containers/recipes/python-base";

test.each([
  ["/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libc.so.6"],
  ["/bin/sh", "/usr/bin/sh"],
  ["/lib64/ld-linux-x86-64.so.2", "/usr/lib64/ld-linux-x86-64.so.2"],
  ["/usr/lib/git-core/git", "/usr/lib/git-core/git"],
  ["/libexec/x", "/libexec/x"],
  ["/opt/bin/flanneld", "/opt/bin/flanneld"],
])("%s stands at %s", (path, place) => {
  expect(mergedUsr(path)).toBe(place);
});

test("the loader's list names libraries by path", () => {
  const listing = `	linux-vdso.so.1 (0x00007ffd5)
	libxtables.so.12 => /usr/lib/x86_64-linux-gnu/libxtables.so.12 (0x00007f3806b14000)
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f38068f7000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f3806bd3000)
`;
  expect(librariesIn(listing)).toEqual([
    "/usr/lib/x86_64-linux-gnu/libxtables.so.12",
    "/lib/x86_64-linux-gnu/libc.so.6",
    "/lib64/ld-linux-x86-64.so.2",
  ]);
});

test("braces are spelled out for sh", () => {
  expect(expandBraces("rm -rf usr/share/{doc,man} var")).toBe("rm -rf usr/share/doc usr/share/man var");
});
