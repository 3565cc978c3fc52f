# A log-in shell finds what its user installed with `pip install --user`, before anything else.
PATH="$HOME/.local/bin:$PATH"
export PATH
