import { z } from "zod";

/** What an operator decides where re-attachment has found a question open; the keys that every storage driver has. */
export const recovery = {
  choose: z
    .record(z.string(), z.string())
    .default({})
    .describe("namespace/claim to the volume that it gets, as the refusal names it."),
  skip: z
    .array(z.string().regex(/^[^/]+\/[^/]+$/, "is not namespace/claim; write it as the refusal does"))
    .default([])
    .describe("namespace/claim of volumes that are left alone for now."),
  silence: z
    .int()
    .min(15, "is less than 15 s, three signs of life; write at least 15")
    .default(90)
    .describe("Seconds without a sign of life after which an earlier cluster counts as dead."),
};
