"""Carriers of messages: electronic mail by SMTP, short messages by a gateway, and a simulator of one."""
