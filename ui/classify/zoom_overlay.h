// One cell over the whole board; the keys go on working underneath.
#pragma once

#include <QFrame>

#include "ui/classify/bin_board.h"

class QLabel;

namespace leukolens::ui {

class ElidedLabel;
class FileImageView;

/// Takes no focus: the card that is current keeps it. GUI thread only.
class ZoomOverlay : public QFrame {
    Q_OBJECT
public:
    explicit ZoomOverlay(QWidget* parent);

    /// Covers the parent.
    void open();
    /// `verdict`: one line on what stands of it.
    void showCell(const casebook::CaseCell& cell, BinBoard::Place place, const QString& verdict);
    void showNothing();
    /// In the cell's place until another cell is shown, or this is closed. words: what it is.
    void showTrainingCell(const QImage& picture, const QString& path, const QString& words);

protected:
    void hideEvent(QHideEvent* event) override;

private:
    FileImageView* m_view = nullptr;
    ElidedLabel* m_name = nullptr;
    QLabel *m_verdict = nullptr, *m_place = nullptr;
    QString m_shownPath;
    bool m_isTrainingCell = false;  ///< what is shown in the place of m_shownPath
};

}  // namespace leukolens::ui
