"""The independent verifier: standard library only, Python 3.9 and later, nothing shared with the writer.

These modules are periksa.pyz, which the inspector takes along; `integrity` lends the same judge the
database's rows. `log` judges events, `notes` signed checkpoints, `package` what lies on the stick.
"""
