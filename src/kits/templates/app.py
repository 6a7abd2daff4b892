"""
A seller's tool for Roundtrip, with Flask (Python 3.9 or later, Flask 2.2 or later).

1. Put your own work into the function `work` below.
2. Set the environment variables that are named in TOOL_SECRETS. The values stand nowhere in this file.
3. pip install flask && python3 app.py

Roundtrip calls tools over HTTPS only. Either let a proxy (Caddy, nginx, your host) end TLS and pass requests on to PORT, or set
TLS_KEY_FILE and TLS_CERT_FILE to the PEM files of your certificate. Where the proxy cuts a prefix off the path, change the two paths
in TOOL. For more than a trial: pip install gunicorn && gunicorn --workers 1 --threads 8 app:app. More: docs/sellers/flask.md of
Roundtrip.
"""
import base64
import hashlib
import hmac
import json
import os
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone

from flask import Flask, jsonify, request

# What Roundtrip knows of this tool.
TOOL = TOOL_OF_THE_KIT

# The environment variables with its secrets: headers that Roundtrip sends (your `auth_headers`), and what it showed you once.
TOOL_SECRETS = SECRETS_OF_THE_KIT


def work(inputs, report):
    """
    YOUR WORK GOES HERE. It gets the order's inputs and gives back the result; whatever it raises ends the order as failed, and the
    buyer reads the message. `report(percent, message)` tells how far it is. Results: docs/results.md of Roundtrip.
    """
    # Leave these two lines: Roundtrip's test run sends such an order, to see that failures are told.
    if inputs.get("roundtrip_test") == "fail":
        raise ValueError("This test order fails because it asks to.")

    report(50, "Half way there.")
    prompt = inputs.get("prompt")
    text = prompt if isinstance(prompt, str) else json.dumps(inputs)
    return {"output_type": "text", "result_text": text.upper()}


# From here on nothing needs to be changed.
#
# Jobs are kept in memory: a restart forgets them, and orders that were under way then expire at their deadline. Where that matters,
# keep them in a database, and run one process of this server (with any number of threads) until then.
jobs = {}
lock = threading.Lock()
WEEK_S = 7 * 24 * 3600
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def secret(variable):
    return os.environ.get(variable, "")


needed = [*TOOL_SECRETS["headers"].values(), TOOL_SECRETS["signing"], TOOL_SECRETS["callback"]]
missing = [variable for variable in needed if variable and not secret(variable)]
if missing:
    sys.exit(f"Set {', '.join(missing)} first.")

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 5 * 1024 * 1024  # Roundtrip's jobs have 4 MiB at most.


@app.post(TOOL["job_path"])
def take_job():
    """Takes an order's job: checks who sends it, remembers it, starts the work, and answers at once."""
    if not has_headers():
        return refused()
    if not is_signed(request.get_data()):
        return jsonify(error="The signature is missing, old or wrong."), 401
    order = request.get_json(force=True, silent=True)
    order_id = order.get("order_id") if isinstance(order, dict) else None
    if not isinstance(order_id, str) or not UUID.fullmatch(order_id):
        return jsonify(error="The body must be JSON, and its order_id a UUID."), 400

    # Every try of one run of an order has the same key: such a repeat is not a second job.
    # An order that somebody retries after it failed is a new run, and comes with a new key.
    key = request.headers.get("Idempotency-Key", order_id)
    answer = {"status": "processing", "progress": 0, "message": "Your order has been taken."}
    with lock:
        if order_id in jobs and jobs[order_id]["key"] == key:
            return jsonify(status="processing", order_id=order_id, message="This order is known already."), 202
        for old in [one for one, job in jobs.items() if time.time() - job["taken_at"] > WEEK_S]:
            del jobs[old]
        job = jobs[order_id] = {"key": key, "taken_at": time.time(), "answer": answer}
    threading.Thread(target=run, args=(order, job), daemon=True).start()
    return jsonify(order_id=order_id, **answer), 202


@app.get(TOOL["status_path"].replace("{order_id}", "<order_id>"))
def tell_status(order_id):
    """What a check of an order is answered: the second road, and the way out where a callback was lost."""
    if not has_headers():
        return refused()
    job = jobs.get(order_id)
    if job is None:
        return jsonify(error="This order is not known here."), 404
    return jsonify(job["answer"])


def run(order, job):
    """Works, and tells the end by both roads, whatever it is."""
    order_id, callback_url = order["order_id"], order["callback_url"]

    def report(progress, message):
        if job.get("is_over"):
            return
        job["answer"] = {"status": "processing", "progress": float(progress), "message": str(message)}
        post(callback_url, {"ok": True, "order_id": order_id, **job["answer"]})

    def end(answer):
        job["is_over"] = True
        # With its time: a retry that fails for the same reason must not look like this answer given once more.
        job["answer"] = {"completed_at": now(), **answer}

    def fail(message):
        end({"status": "failed", "error": message})
        call_back(callback_url, {"ok": False, "order_id": order_id, "error": message})

    try:
        result = as_sent(work(order.get("inputs") or {}, report))
    except Exception as error:
        return fail(str(error) or type(error).__name__)
    end({**result, "status": "completed"})
    if not call_back(callback_url, {**result, "ok": True, "order_id": order_id}):
        fail("The tool gave back a result that cannot be read.")


def as_sent(result):
    """What the work gave back, as JSON has it; raises where that is no result."""
    sent = json.loads(json.dumps(result, allow_nan=False))
    if not isinstance(sent, dict) or not sent:
        raise ValueError("The tool gave back no result.")
    return sent


def call_back(url, body):
    """
    Again while Roundtrip is away: twelve times in about an hour. Other answers would not change by asking again. Answers False where
    Roundtrip could not read what it was told.
    """
    for tries in range(1, 13):
        status, retry_after_s, text = post(url, body)
        if 200 <= status < 300:
            return True
        if 300 <= status < 500 and status not in (408, 429):
            app.logger.error("Roundtrip did not take the callback of order %s: %s %s", body["order_id"], status, text[:500])
            return status not in (400, 422)
        time.sleep(min(retry_after_s or 2**tries, 600))
    app.logger.error("Roundtrip did not take the callback of order %s: it was away too long.", body["order_id"])
    return True


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The secret goes to Roundtrip and nowhere else."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirects)


def post(url, body):
    """One POST to Roundtrip: status, the seconds that it asks to wait, and what it says; a status of 0 where no answer came."""
    headers = {"Content-Type": "application/json"}
    if TOOL_SECRETS["callback"]:
        headers["x-callback-secret"] = secret(TOOL_SECRETS["callback"])
    try:
        call = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
        with opener.open(call, timeout=30) as answer:
            return answer.status, 0, ""
    except urllib.error.HTTPError as answer:
        asked = answer.headers.get("Retry-After", "")
        return answer.code, int(asked) if asked.isdecimal() else 0, answer.read().decode(errors="replace")
    except OSError:
        return 0, 0, ""


def has_headers():
    wanted = TOOL_SECRETS["headers"].items()
    return all(same(request.headers.get(name, ""), secret(variable)) for name, variable in wanted)


def refused():
    return jsonify(error=f"{' or '.join(TOOL_SECRETS['headers'])} is missing or wrong."), 401


def is_signed(body):
    """Standard Webhooks: an HMAC over id, time and the body as it came. While the secret is rotated there are two signatures."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    message_id, at, given = (request.headers.get(name, "") for name in names)
    if not message_id or not re.fullmatch("[0-9]{1,12}", at) or abs(time.time() - int(at)) > 300:
        return False
    key = base64.b64decode(secret(TOOL_SECRETS["signing"]).replace("whsec_", "", 1))
    wanted = hmac.new(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return any([same(one, "v1," + base64.b64encode(wanted).decode()) for one in given.split(" ")])


def same(one, other):
    """Takes as long wherever two texts differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def now():
    return datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")


for note in TOOL["notes"]:
    print(f"To do: {note}")

if __name__ == "__main__":
    certificate = (os.environ.get("TLS_CERT_FILE"), os.environ.get("TLS_KEY_FILE"))
    app.run(
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8080")),
        ssl_context=certificate if all(certificate) else None,
        threaded=True,
    )
