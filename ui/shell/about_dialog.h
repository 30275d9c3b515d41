// Help → About: name, version, what it is for, licence.
#pragma once

#include <QDialog>

namespace leukolens::ui {

class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

}  // namespace leukolens::ui
