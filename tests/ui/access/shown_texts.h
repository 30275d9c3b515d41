// What a window says, and what of it has not enough room.
#pragma once

#include <QString>
#include <QWidget>

#include <string>
#include <vector>

namespace leukolens::test {

struct ShownText {
    QString text;
    std::string where;  ///< for a person who reads a failure
};

/// Of the widget and all in it, on hidden pages too: labels, buttons, menus, tabs, heads of tables, tooltips, hints in empty fields, choices, titles, names for screen readers. Not what people type, nor rows of tables.
std::vector<ShownText> textsOf(const QWidget& root);

/// Visible texts that are cut off, each in words: labels, buttons, tabs, heads, choices, hints; and widgets that stick out of what holds them.
std::vector<std::string> cutTexts(const QWidget& root);

}  // namespace leukolens::test
