// Which bin: a class, or one of those that are no class.
#pragma once

#include <QString>

#include <string>

#include "core/casebook/case_types.h"

namespace leukolens::ui {

/// A class (Unidentified is the class kUnidentified), the cells taken out of all counts, or those that a blinded reader has not decided.
struct BinId {
    enum class Kind { Class, Excluded, Undecided };
    Kind kind = Kind::Class;
    std::string className = {};

    static BinId ofClass(std::string name) { return {Kind::Class, std::move(name)}; }
    static BinId excluded() { return {Kind::Excluded, {}}; }
    static BinId undecided() { return {Kind::Undecided, {}}; }

    bool isClass() const { return kind == Kind::Class; }
    bool isUnidentified() const { return isClass() && className == casebook::kUnidentified; }
    friend bool operator==(const BinId&, const BinId&) = default;
};

/// What stands above the bin.
QString binTitle(const BinId& bin);
/// Ends of object names: "all", "unidentified", "excluded", "undecided".
QString binName(const BinId& bin);

}  // namespace leukolens::ui
