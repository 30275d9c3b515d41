// Which of the things that a finder tells apart are white cells.
#pragma once

#include <string>

namespace leukolens::fields {

/// By what people call the others: every class is one of white cells, except red cells and platelets ("RBC", "red_blood_cell", "Erythrocytes", "Platelets", "PLT", …; any case, words apart by spaces,
/// "_" or "-").
bool isWhiteCell(const std::string& className);

}  // namespace leukolens::fields
