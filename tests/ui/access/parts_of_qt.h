// Which widgets are pieces of others, made by Qt: they are told of, drawn and reached by what they belong to.
#pragma once

class QWidget;

namespace leukolens::test {

/// Scroll bars and viewports, headers of tables, the line in a combo or spin box, the list that a combo box drops down, buttons that scroll tabs.
bool isPartOfQt(const QWidget& widget);

}  // namespace leukolens::test
