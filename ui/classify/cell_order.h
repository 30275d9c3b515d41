// Orders of the cards, found once when they are asked for: what comes later goes to the end, so that nothing moves under the mouse.
#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "ui/classify/cell_model.h"

namespace leukolens::ui {

enum class CellOrder { Arrival, LeastCertain, MostCertain, Largest, Smallest, MostSimilar };

/// Keys in the order asked for; ties as the cells came. Largest, Smallest: the file's size, unknown ones last. MostSimilar: by the distance of the
/// vectors from that of `reference`, cells without a vector last; nothing where `reference` has none.
std::optional<std::vector<CellKey>> keysInOrder(const std::vector<ShownCell>& cells, CellOrder order, CellKey reference = 0);

}  // namespace leukolens::ui
