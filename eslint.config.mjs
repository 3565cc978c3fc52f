import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", "coverage/", "sdks/vsphere/*.js", "sdks/vsphere/*.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", 350],
    },
  },
  {
    // Components take everything as arguments and never know that the lab exists.
    files: ["index.ts", "stacks/**/*.ts", "components/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["**/lab/**", "child_process", "node:child_process"],
              message: "A component takes what it needs as arguments.",
            },
          ],
        },
      ],
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "No ambient reads in the program; use the stack's configuration.",
        },
      ],
    },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
    languageOptions: {
      globals: {
        module: "readonly",
        require: "readonly",
        process: "readonly",
        console: "readonly",
        __dirname: "readonly",
      },
    },
  },
  {
    // Runs in browsers.
    files: ["images/containers/basic/labextension/*.js"],
    languageOptions: {
      globals: Object.fromEntries(
        ["window", "document", "fetch", "setTimeout", "clearTimeout"].map((name) => [name, "readonly"]),
      ),
    },
  },
);
