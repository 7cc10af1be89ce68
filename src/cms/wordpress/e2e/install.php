<?php
// Installs WordPress and prints an application password of its administrator.
define('WP_INSTALLING', true);
require getenv('WORDPRESS') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

add_filter('pre_wp_mail', '__return_true');
wp_install('e2e', 'admin', 'admin@example.com', false, '', 'e2e-only');
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'e2e']);
echo "\n", json_encode(['password' => $password]), "\n";
