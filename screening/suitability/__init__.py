"""Is this person suitable for this post? Facts and a policy in, findings and a recommendation out.

Nothing here decides. Two officers do, and they see every finding with its ground.
"""
