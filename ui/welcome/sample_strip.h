// Above all pages while the sample is made: which step it is at, what can be done meanwhile, what failed.
#pragma once

#include "ui/classify/notice_strip.h"

namespace leukolens::ui {

class SampleCase;

class SampleStrip : public NoticeStrip {
    Q_OBJECT
public:
    SampleStrip(SampleCase& sample, QWidget* parent);

Q_SIGNALS:
    void tourRequested();

private:
    void refresh();
    QString words() const;

    SampleCase& m_sample;
    QLabel* m_text = nullptr;
    QPushButton *m_tour = nullptr, *m_show = nullptr, *m_again = nullptr, *m_stop = nullptr, *m_dismiss = nullptr;
};

}  // namespace leukolens::ui
