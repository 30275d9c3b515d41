// The selected cell of a slide: picture with outlines, what it is, what was measured of it.
#pragma once

#include <QFrame>

#include "ui/slides/slide_session.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QPushButton;

namespace leukolens::ui {

class ImageView;
struct CellPicture;

/// GUI thread only; pictures are made on the file worker.
class SlideCellPanel : public QFrame {
    Q_OBJECT
public:
    SlideCellPanel(AppContext& context, SlideSession& session, QWidget* parent = nullptr);

    void setMark(MarkKey key);  ///< of the shown slide; 0: none
    MarkKey mark() const { return m_mark; }

Q_SIGNALS:
    void showInClassifyRequested(leukolens::ui::CellKey key);
    void removeRequested(leukolens::ui::MarkKey key);

private:
    void showWords();
    void showPicture(const CellPicture& picture, std::optional<double> umPerPx);
    void showMeasures(const CellPicture& picture, std::optional<double> umPerPx);
    void setMeasure(int row, const QString& name, const QString& value);

    AppContext& m_context;
    SlideSession& m_session;
    MarkKey m_mark = 0;
    int m_asked = 0;
    QWidget* m_body = nullptr;
    QLabel *m_none = nullptr, *m_words = nullptr;
    ImageView* m_view = nullptr;
    QCheckBox* m_outlines = nullptr;
    QGridLayout* m_measures = nullptr;
    QImage m_overlay;
    QPushButton *m_show = nullptr, *m_remove = nullptr;
};

}  // namespace leukolens::ui
