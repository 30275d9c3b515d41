// The cards of one bin: multi-select, drag out, drop in.
#pragma once

#include <QListView>

#include <vector>

#include "ui/classify/cell_model.h"

namespace leukolens::ui {

class CellDelegate;

/// Drops of cells are told by cellsDropped(); anything else (files) is left to the widgets around.
class BinList : public QListView {
    Q_OBJECT
public:
    explicit BinList(QWidget* parent = nullptr);

    void setCards(CellDelegate* delegate);
    void layOutCards();                         ///< after the card's size changed
    std::vector<CellKey> selectedKeys() const;  ///< in the order shown
    bool isDropTarget() const { return m_dropTarget; }

Q_SIGNALS:
    void cellsDropped(const std::vector<leukolens::ui::CellKey>& keys);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    bool takesDrop(const QDropEvent& event) const;
    void setDropTarget(bool on);
    QPixmap dragPicture(const QModelIndexList& dragged);

    bool m_dropTarget = false;
};

}  // namespace leukolens::ui
