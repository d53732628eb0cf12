"""How dates are written where Django's own form is not ours; of other languages its forms are good."""
