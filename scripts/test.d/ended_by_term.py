"""A plugin of pytest: SIGTERM ends a run as Ctrl-C does, so that fixtures end what they have started."""
import signal


def end(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


signal.signal(signal.SIGTERM, end)
