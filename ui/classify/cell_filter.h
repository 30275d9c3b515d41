// Which cells are shown.
#pragma once

#include <QString>

#include <optional>
#include <string>

#include "core/casebook/case_types.h"

namespace leukolens::ui {

/// What is not set lets every cell pass.
struct CellFilter {
    std::optional<std::string> predictedClass = {};
    std::optional<std::string> flag = {};
    std::optional<bool> corrected = {}, reviewed = {}, marked = {};
    QString text = {};  ///< part of the file's name, in either case

    bool isEmpty() const { return *this == CellFilter{}; }
    bool accepts(const casebook::CaseCell& cell) const;
    friend bool operator==(const CellFilter&, const CellFilter&) = default;
};

}  // namespace leukolens::ui
