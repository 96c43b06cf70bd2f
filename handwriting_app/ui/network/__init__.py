"""The Network tab: units, connections and the first layer's weights."""
