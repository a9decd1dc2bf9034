"""What every test can rely on: windows nobody sees, and the same size and time zone everywhere.

Set before Qt is imported. A variable that is already set wins, so `QT_QPA_PLATFORM=xcb` shows the
windows of a test.
"""

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ.setdefault("QT_FONT_DPI", "96")

# Windows reads TZ in another notation and has no tzset; there the zone of the computer stays.
if hasattr(time, "tzset"):
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
