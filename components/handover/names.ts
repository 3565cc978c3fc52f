export const handoverState = "handover";
export const handoverReport = "handover-report";
