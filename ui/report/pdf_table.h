// Private to this folder: a plain table with a heading row, which goes on over the page where it must.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

#include "ui/report/pdf_page.h"

namespace leukolens::ui::pdf {

struct Column {
    QString title;  ///< may take two lines
    double widthMm = 20;
    Qt::Alignment alignment = Qt::AlignRight;
};

struct TableRow {
    QStringList cells;    ///< one a column; a long first cell wraps, the others stand on one line
    bool strong = false;  ///< bold, with a rule above
};

/// At the cursor, from x. Leaves the cursor under it.
void addTable(Document& document, double x, const std::vector<Column>& columns, const std::vector<TableRow>& rows);

}  // namespace leukolens::ui::pdf
