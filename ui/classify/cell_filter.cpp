#include "ui/classify/cell_filter.h"

#include <QFileInfo>

#include <algorithm>

namespace leukolens::ui {

bool CellFilter::accepts(const casebook::CaseCell& cell) const {
    if (predictedClass && cell.predictedClass != *predictedClass) return false;
    if (flag && std::find(cell.flags.begin(), cell.flags.end(), *flag) == cell.flags.end()) return false;
    if (corrected && cell.corrected() != *corrected) return false;
    if (reviewed && cell.reviewed != *reviewed) return false;
    if (marked && cell.marked != *marked) return false;
    return text.isEmpty() || QFileInfo(QString::fromStdString(cell.path)).fileName().contains(text, Qt::CaseInsensitive);
}

}  // namespace leukolens::ui
