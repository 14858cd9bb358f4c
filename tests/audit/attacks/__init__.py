"""An attacker with the machine in his hands: random attacks by class, on the office and on the inspector's stick."""
