"""The pages of findings."""

from app.inspection.findings import models

assert models
