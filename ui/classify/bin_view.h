// One bin: a class's name, count and share above its cards.
#pragma once

#include <QFrame>

#include <string>

#include "ui/classify/bin_filter.h"

class QLabel;

namespace leukolens::ui {

class BinList;
class CellDelegate;
class ElidedLabel;

class BinView : public QFrame {
    Q_OBJECT
public:
    /// classIndex: position among the classes, which fixes colour and key (1…9, 0 for Unidentified, X for Excluded).
    BinView(CellModel& cells, const BinId& bin, int classIndex, CellDelegate* cards, QWidget* parent = nullptr);

    BinList& list() { return *m_list; }
    BinFilter& filter() { return *m_filter; }
    const BinId& bin() const { return m_filter->bin(); }

    /// Writes the count, and of a class its share of the identified cells.
    void updateCounts();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    int headerPx() const;  ///< that the header needs, without the share, for a title that is not overlong
    void showShare();      ///< where it takes no room from the title
    QWidget* createHeader(int classIndex);
    QString keyOfBin(int classIndex) const;  ///< empty: none

    CellModel& m_cells;
    int m_classIndex = 0;
    BinFilter* m_filter = nullptr;
    BinList* m_list = nullptr;
    QWidget* m_header = nullptr;
    ElidedLabel* m_title = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_share = nullptr;
};

}  // namespace leukolens::ui
