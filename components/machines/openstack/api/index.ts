export { openStackApi, type OpenStackAccess, type OpenStackApi } from "./client";
export { OpenStackError } from "./errors";
