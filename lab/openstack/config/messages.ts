import { ports } from "../facts";
import { messageUser, type ServiceSecrets } from "./common";

/** rabbitmq.conf; the account is made when the queue starts for the first time. */
export function rabbitConfig(secrets: ServiceSecrets): string {
  return `listeners.tcp.default = 127.0.0.1:${ports.messages}
default_user = ${messageUser}
default_pass = ${secrets.messages}
`;
}
