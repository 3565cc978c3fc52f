import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** Pulumi's mocks say that they know resource hooks and have no method to register one. Call it before `setMocks`. */
export function acceptResourceHooks(): string[] {
  const names: string[] = [];
  Object.assign(MockMonitor.prototype, {
    registerResourceHook(request: { getName(): string }, answer: (error: null, result: object) => void) {
      names.push(request.getName());
      answer(null, {});
    },
    registerErrorHook(request: { getName(): string }, answer: (error: null, result: object) => void) {
      names.push(request.getName());
      answer(null, {});
    },
  });
  return names;
}
