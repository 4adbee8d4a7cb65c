// @ts-check
/** A Web API call as a line for a shell. The token stays out of it. */

/**
 * @param {string} apiUrl where the Web API is, with a slash at its end
 * @param {{name: string, request: Record<string, unknown>}} call
 */
export function curl(apiUrl, call) {
  const token = call.name === "apps.connections.open" ? "SLACK_APP_TOKEN" : "SLACK_BOT_TOKEN";
  const values = Object.entries(call.request).map(([name, value]) => {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return `--data-urlencode ${quoted(`${name}=${text}`)}`;
  });
  const lines = [`curl -X POST ${quoted(apiUrl + call.name)}`, `-H "Authorization: Bearer $${token}"`, ...values];
  return lines.join(" \\\n  ");
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
