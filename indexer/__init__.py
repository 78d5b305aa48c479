"""How a file becomes findable: read, repair, recognise, segment, tokenize, index, search."""

from __future__ import annotations

import os

# onnxruntime (1.29 and later) tells its maker of every model it loads, and leaves a file in the temporary folder,
# unless this is set before it is imported. Nothing leaves the building: so it is set for every process that may do so.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# The products of a search are small: threads of BLAS would wait for the next one in a loop that costs nine milliseconds
# of a processor. Set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
