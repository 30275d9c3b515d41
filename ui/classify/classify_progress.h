// How far classifying is, with time left and Stop; gone when nothing is classified.
#pragma once

#include <QWidget>

#include "ui/classify/classify_session.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace leukolens::ui {

class ClassifyProgress : public QWidget {
    Q_OBJECT
public:
    ClassifyProgress(AppContext& context, ClassifySession& session, QWidget* parent = nullptr);

private:
    void update();

    AppContext& m_context;
    ClassifySession& m_session;
    QLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_stop = nullptr;
};

}  // namespace leukolens::ui
