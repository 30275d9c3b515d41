// Whether what moves on the screen may glide: for people whom movement makes sick, everything jumps.
#pragma once

#include <QString>
#include <QVariant>

class QProgressBar;

namespace leukolens::ui {

/// GUI thread only.
class Motion {
public:
    /// choice: "system", "on", "off" (the setting "Reduce motion"). With "system" the desktop is asked, by its style and, without waiting, by its settings portal.
    static void apply(const QString& choice);
    static bool isReduced();

    /// What a settings portal answered: GNOME's enable-animations, KDE's AnimationDurationFactor. Nothing else is a wish.
    static bool asksForLess(const QString& key, const QVariant& value);

    /// How far is not known: moves to and fro, or stands still.
    static void showBusy(QProgressBar& bar);
};

}  // namespace leukolens::ui
