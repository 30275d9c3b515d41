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
    void setEmptyText(const QString& text) { m_emptyText = text; }  ///< shown where there is no card
    bool isDropTarget() const { return m_dropTarget; }

Q_SIGNALS:
    void cellsDropped(const std::vector<leukolens::ui::CellKey>& keys);
    void edgePassed(int direction);  ///< −1: left of the first card, 1: right of the last

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

    bool stepsOver(const QKeyEvent& event);

    QString m_emptyText = tr("Drag cells here");
    bool m_dropTarget = false;
};

}  // namespace leukolens::ui
