"""Process definitions, instances and work items, in the words of the WfMC."""
