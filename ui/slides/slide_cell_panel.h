// The selected cell of a slide: picture with outlines, what it is, what was measured of it.
#pragma once

#include <QFrame>

#include "ui/slides/cell_mask_picture.h"
#include "ui/slides/slide_session.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace leukolens::ui {

class ImageView;

/// GUI thread only; pictures are made on the session's worker for looks.
class SlideCellPanel : public QFrame {
    Q_OBJECT
public:
    explicit SlideCellPanel(SlideSession& session, QWidget* parent = nullptr);

    void setMark(MarkKey key);  ///< of the shown slide; 0: none
    MarkKey mark() const { return m_mark; }

Q_SIGNALS:
    void showInClassifyRequested(leukolens::ui::CellKey key);
    void removeRequested(leukolens::ui::MarkKey key);

private:
    void showWords();
    void showPicture();
    void showMeasures();
    void setMeasure(int row, const QString& name, const QString& value);

    SlideSession& m_session;
    MarkKey m_mark = 0;
    JobId m_job = 0;
    std::optional<CellPicture> m_shown;
    std::optional<double> m_scale;  ///< that the measures are told in
    QWidget* m_body = nullptr;
    QLabel *m_none = nullptr, *m_words = nullptr;
    ImageView* m_view = nullptr;
    QCheckBox* m_outlines = nullptr;
    QGridLayout* m_measures = nullptr;
    QPushButton *m_show = nullptr, *m_remove = nullptr;
};

}  // namespace leukolens::ui
