"""Forms validate and save fields; they change no state and send no mail."""
