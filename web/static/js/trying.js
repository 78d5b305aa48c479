// The page of the API: sends what its forms say and shows what came back.

const SHOWN = ["content-type", "location", "etag", "link", "retry-after", "allow", "idempotency-replayed"];
const LONGEST = 200_000;

function asked(form) {
  let address = form.dataset.try;
  const query = new URLSearchParams();
  const headers = {};
  const parts = new FormData();
  let files = false;
  for (const field of form.querySelectorAll("[data-in]")) {
    const value = field.value.trim();
    if (field.dataset.in === "path") address = address.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (field.dataset.in === "form") {
      if (field.type === "file") {
        for (const file of field.files) {
          parts.append(field.name, file);
          files = true;
        }
      } else if (value) parts.append(field.name, value);
    } else if (!value) continue;
    else if (field.dataset.in === "header") headers[field.name] = value;
    else for (const one of field.value.split("\n")) query.append(field.name, one);
  }
  const more = { method: form.dataset.method, headers };
  const body = form.querySelector("[data-body]");
  if (files || (!body && form.querySelector("[data-in=form]"))) more.body = parts;
  else if (body) {
    more.body = body.value;
    headers["Content-Type"] = "application/json";
  }
  const words = query.toString();
  return [words ? `${address}?${words}` : address, more];
}

async function send(form) {
  const result = form.querySelector("[data-result]");
  const status = result.querySelector("[data-status]");
  const [address, more] = asked(form);
  result.hidden = false;
  status.textContent = `${more.method} ${address} …`;
  const began = performance.now();
  try {
    const answer = await fetch(address, more);
    const kind = answer.headers.get("content-type") || "";
    let text = kind.includes("json") || kind.startsWith("text/") ? await answer.text() : "";
    if (kind.includes("json")) text = JSON.stringify(JSON.parse(text), null, 2);
    status.textContent = `${more.method} ${address} → ${answer.status} (${Math.round(performance.now() - began)} ms)`;
    result.dataset.good = answer.ok;
    const lines = SHOWN.filter((name) => answer.headers.has(name)).map((name) => `${name}: ${answer.headers.get(name)}`);
    result.querySelector("[data-headers]").textContent = lines.join("\n");
    result.querySelector("[data-answer]").textContent = text.slice(0, LONGEST);
  } catch (error) {
    status.textContent = `${more.method} ${address}: ${error}`;
    result.dataset.good = false;
  }
  result.focus();
}

for (const form of document.querySelectorAll("form[data-try]")) {
  for (const button of form.querySelectorAll("[data-needs-script]")) button.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
// An operation named in the address is opened.
const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named?.matches("details")) named.open = true;
