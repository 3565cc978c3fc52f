import { LabError } from "../errors";
import { stackOutputs } from "../pulumi";
import { labSecrets } from "../secrets";

/** `npm run lab -- login USER`. */
export async function login(user: string | undefined): Promise<void> {
  console.log(await howToLogIn(user));
}

/** Address, name and password for one of the directory's people. */
export async function howToLogIn(user: string | undefined): Promise<string> {
  const secrets = await labSecrets();
  const people = Object.keys(secrets).flatMap((key) =>
    key.startsWith("people.") ? [key.slice("people.".length)] : [],
  );
  if (people.length === 0) throw new LabError("There is no lab yet; bring it up with: npm run lab");
  const others = people.join(", ");
  if (user === undefined) throw new LabError(`Whose log-in? Write npm run lab -- login with one of: ${others}`);
  const password = secrets[`people.${user}`];
  if (password === undefined) throw new LabError(`${user} is not in the lab's directory; log in as one of: ${others}`);
  const url = (await stackOutputs())?.["hubUrl"];
  if (typeof url !== "string") throw new LabError("The lab's hub is not up; bring it up with: npm run lab");
  return [
    `Hub       ${url}   (the certificate is the stack's own: tell your browser to accept it)`,
    `User      ${user}`,
    `Password  ${password}`,
    ``,
    `Others    npm run lab -- login ${people.filter((name) => name !== user).join("|")}`,
  ].join("\n");
}
