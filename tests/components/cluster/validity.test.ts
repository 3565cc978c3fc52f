import { certificateHours, certificateWarning, earlyRenewalHours } from "../../../components/cluster/validity";

const now = new Date("2026-11-25T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

test("nothing is said while there is time", () => {
  expect(certificateWarning(inDays(certificateHours / 24), now)).toBeUndefined();
  expect(certificateWarning(inDays(181), now)).toBeUndefined();
});

test("half a year before the end, every deployment says what to do", () => {
  expect(certificateWarning(inDays(180), now)).toBe(
    "The cluster's certificates end in 180 days, on 2027-05-24. " +
      "Set dsaas:cluster.rotation to another text and deploy: a new generation has new ones.",
  );
  expect(certificateWarning(inDays(-1), now)).toContain("end in -1 days");
});

test("Pulumi never renews one by itself, which would replace every machine that serves", () =>
  expect(earlyRenewalHours).toBe(0));
