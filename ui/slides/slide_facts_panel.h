// What is known of the shown slide: size, scale, scanner; the label only where a person asks for it.
#pragma once

#include <QFrame>

#include "ui/slides/slide_session.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace leukolens::ui {

class ImageView;

/// GUI thread only.
class SlideFactsPanel : public QFrame {
    Q_OBJECT
public:
    explicit SlideFactsPanel(SlideSession& session, QWidget* parent = nullptr);

private:
    void follow();
    void takeScale();
    void showPicture(const QString& name);

    SlideSession& m_session;
    QLabel *m_facts = nullptr, *m_scaleOrigin = nullptr;
    QLineEdit* m_scale = nullptr;
    QPushButton *m_associated = nullptr, *m_vendor = nullptr;
    ImageView* m_picture = nullptr;
    QLabel* m_properties = nullptr;
    QString m_path;
};

}  // namespace leukolens::ui
