"""Charges, payments, receipts, refunds, reconciliation."""
