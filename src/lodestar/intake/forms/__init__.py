"""The forms of intake: fields, labels and cleaning."""
