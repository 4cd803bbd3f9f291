"""Is this paper ours?"""
