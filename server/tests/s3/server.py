"""An S3-compatible server in memory.

server.py BUCKET...

It makes the buckets, prints its port, and ends with its input.
"""

import logging
import sys
import urllib.request

from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
_, port = server.get_host_and_port()
for bucket in sys.argv[1:]:
    # It belongs to whoever asks: the server looks at no signature.
    credential = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request"
    address = f"http://127.0.0.1:{port}/{bucket}"
    urllib.request.urlopen(urllib.request.Request(address, method="PUT", headers={"Authorization": credential}))
print(port, flush=True)
sys.stdin.read()
