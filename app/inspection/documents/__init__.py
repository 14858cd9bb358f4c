"""What leaves a room on paper: docx, xlsx and PDF."""
