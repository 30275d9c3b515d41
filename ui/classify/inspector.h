// One cell at large: picture, probabilities, facts of the image, what happened to it.
#pragma once

#include <QFrame>

#include "ui/classify/bin_board.h"
#include "core/base/error.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace leukolens::ui {

class ElidedLabel;
class FileImageView;
class ProbabilityBars;
class ReasonsRow;
class SimilarCells;

/// GUI thread only.
class Inspector : public QFrame {
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);

    /// concealed: the model's answer is not shown.
    void showCell(const casebook::CaseCell& cell, BinBoard::Place place, bool concealed);
    void showNothing();
    void setHistory(const std::vector<casebook::CellEvent>& events);  ///< oldest first
    void setMayChange(bool may);
    void setHistoryError(const Error& error);
    void setMasked(bool masked);         ///< the model saw it without its background
    void setPlaceOnSlide(const QString& place);  ///< where it was cut out; empty: not from a slide
    ReasonsRow& reasons() { return *m_reasons; }
    SimilarCells& similar() { return *m_similar; }
    FileImageView& view() { return *m_view; }

Q_SIGNALS:
    void stepRequested(int cells);
    void reasonGiven(const QString& reason);
    void showOnSlideRequested();
    void openInSlidesRequested();  ///< of a whole field

private:
    QWidget* createStepRow();
    QWidget* createDetails();
    void setDetailsVisible(bool visible);

    FileImageView* m_view = nullptr;
    ElidedLabel* m_fileName = nullptr;
    QLabel* m_place = nullptr;
    QLabel* m_verdict = nullptr;
    QToolButton *m_previous = nullptr, *m_next = nullptr;
    QWidget* m_details = nullptr;
    ProbabilityBars* m_bars = nullptr;
    ElidedLabel* m_path = nullptr;
    QLabel *m_size = nullptr, *m_sha256 = nullptr, *m_model = nullptr, *m_history = nullptr;
    QLabel *m_flags = nullptr, *m_opinions = nullptr, *m_masked = nullptr;
    SimilarCells* m_similar = nullptr;
    ReasonsRow* m_reasons = nullptr;
    QPushButton *m_onSlide = nullptr, *m_openField = nullptr;
    QLineEdit* m_reason = nullptr;
    QString m_shownPath;
    bool m_concealed = false;
};

}  // namespace leukolens::ui
